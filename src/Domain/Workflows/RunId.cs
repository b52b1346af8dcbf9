using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Ids;

namespace Cadenza.Domain.Workflows;

/// <summary>
/// A run's id: a UUID of version 7. It follows from the event and the workflow, so that the same event makes the same run
/// again; and it holds the workflow's number, so that a run is found by its id alone.
/// </summary>
public readonly record struct RunId : IUuidId<RunId>
{
    private const int Bytes = 16;
    private const int NumberAt = 9;

    private readonly Guid _value;

    private RunId(Guid value) => _value = value;

    static string IUuidId<RunId>.Expected => "a run id: a UUID is expected";

    static RunId IUuidId<RunId>.From(Guid uuid) => new(uuid);

    /// <inheritdoc cref="UuidIds.Parse{TId}"/>
    public static RunId Parse(string text) => UuidIds.Parse<RunId>(text);

    /// <inheritdoc cref="UuidIds.TryParse{TId}"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunId id) => UuidIds.TryParse(text, out id);

    /// <summary>The id of the run that an event starts.</summary>
    /// <param name="at">When the event was taken in.</param>
    /// <param name="workflowNumber">The workflow's number in its organization.</param>
    /// <param name="eventKey">Names the event in its organization.</param>
    public static RunId Of(DateTimeOffset at, int workflowNumber, string eventKey)
    {
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(eventKey), id);
        BinaryPrimitives.WriteInt32BigEndian(id[NumberAt..], workflowNumber);
        return new RunId(HashedUuid.Version7(at, id));
    }

    /// <summary>The number of the workflow it is a run of.</summary>
    public int WorkflowNumber
    {
        get
        {
            Span<byte> id = stackalloc byte[Bytes];
            _value.TryWriteBytes(id, bigEndian: true, out _);
            return BinaryPrimitives.ReadInt32BigEndian(id[NumberAt..]);
        }
    }

    /// <summary>When the event was taken in, to the millisecond.</summary>
    public DateTimeOffset At
    {
        get
        {
            Span<byte> id = stackalloc byte[Bytes];
            _value.TryWriteBytes(id, bigEndian: true, out _);
            Span<byte> time = stackalloc byte[sizeof(long)];
            time.Clear();
            id[..6].CopyTo(time[2..]);
            return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(time));
        }
    }

    /// <summary>The id as a UUID.</summary>
    public Guid ToGuid() => _value;

    /// <summary>Lower case, hyphenated.</summary>
    public override string ToString() => _value.ToString("D");
}
