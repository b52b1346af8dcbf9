namespace Microsoft.Azure.Functions.Worker;

/// <summary>Features of one invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets the feature of type <typeparamref name="T"/>.</summary>
    /// <param name="instance">The feature.</param>
    /// <typeparam name="T">The type it is asked for by.</typeparam>
    void Set<T>(T instance);

    /// <summary>The feature of type <typeparamref name="T"/>, or default when there is none.</summary>
    /// <typeparam name="T">The type it was set by.</typeparam>
    T? Get<T>();
}
