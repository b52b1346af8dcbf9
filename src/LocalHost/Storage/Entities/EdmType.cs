namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>The types that table properties have. The numbers are stored: never change one.</summary>
internal enum EdmType : byte
{
    String = 1,
    Binary = 2,
    Boolean = 3,
    DateTime = 4,
    Double = 5,
    Guid = 6,
    Int32 = 7,
    Int64 = 8,
}
