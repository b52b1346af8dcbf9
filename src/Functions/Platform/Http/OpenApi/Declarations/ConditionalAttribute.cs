namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>Says that If-Match is honored (G4).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ConditionalAttribute : Attribute;
