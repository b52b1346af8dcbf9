namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator or activity function. Names compare without regard to case.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>Wraps a function name; null becomes the empty name.</summary>
    public TaskName(string name) => Name = name ?? string.Empty;

    /// <summary>The function's name.</summary>
    public string Name { get; }

    /// <summary>Lets a plain string stand where a task name is wanted.</summary>
    public static implicit operator TaskName(string value) => new(value);

    /// <summary>The plain name.</summary>
    public static implicit operator string(TaskName value) => value.ToString();

    /// <summary>Whether two names are equal without regard to case.</summary>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Whether two names differ in more than case.</summary>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    /// <inheritdoc/>
    public override string ToString() => Name ?? string.Empty;
}
