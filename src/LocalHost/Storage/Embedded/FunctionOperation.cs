namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>Any other operation: a function of the writer whose value or refusal its caller gets.</summary>
internal sealed class FunctionOperation<T>(Func<Writer, Outcome<T>> function, Action? committed = null) : WriteOperation
{
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Outcome<T> _result;

    public Task<T> Result => _outcome.Task;

    public override void Execute(Writer writer) => _result = function(writer);

    public override void Complete()
    {
        if (_result.Fault is null) committed?.Invoke();
        if (_result.Fault is { } fault) _outcome.SetException(fault.ToException());
        else _outcome.SetResult(_result.Value!);
    }

    public override void Fail(Exception failure) => _outcome.SetException(failure);
}

/// <summary>A value or a refusal.</summary>
internal readonly record struct Outcome<T>(T? Value, StorageFault? Fault)
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(StorageFault fault) => new(default, fault);
}
