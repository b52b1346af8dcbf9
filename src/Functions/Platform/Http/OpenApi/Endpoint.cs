using System.Reflection;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Http.OpenApi;

/// <summary>One method of one path, and the function that takes it.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Method">The method, upper case.</param>
/// <param name="Route">The route: <c>contacts/{id}</c>.</param>
/// <param name="Code">The function itself, which carries the declarations.</param>
internal sealed record Endpoint(string Function, string Method, string Route, MethodInfo Code)
{
    /// <summary>What it says of itself, or null.</summary>
    public OperationAttribute? Operation => Declared<OperationAttribute>().FirstOrDefault();

    /// <summary>
    /// Every HTTP function of <paramref name="assembly"/>, catch-alls left out: they are no path of their own. HEAD is no operation
    /// either: wherever there is GET it is answered the same without the body.
    /// </summary>
    public static IEnumerable<Endpoint> Of(Assembly assembly) =>
        from type in assembly.GetTypes()
        from code in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = code.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in code.GetParameters()
        from trigger in parameter.GetCustomAttributes<HttpTriggerAttribute>()
        where trigger.Route is { } route && !route.Contains("{*", StringComparison.Ordinal)
        from method in trigger.Methods ?? []
        where !HttpMethods.IsHead(method)
        select new Endpoint(function.Name, method.ToUpperInvariant(), trigger.Route!, code);

    /// <summary>Its declarations of one kind, in the order of the source.</summary>
    public IEnumerable<T> Declared<T>()
        where T : Attribute => Code.GetCustomAttributes<T>(inherit: false);

    /// <summary>The names in braces in its route.</summary>
    public IEnumerable<string> PathNames =>
        Route.Split('/').Where(step => step.StartsWith('{')).Select(step => step.Trim('{', '}').Split(':')[0].TrimEnd('?'));

    /// <summary>The path as OpenAPI writes it.</summary>
    public string Path =>
        "/" + string.Join('/', Route.Split('/').Select(step => step.StartsWith('{') ? "{" + step.Trim('{', '}').Split(':')[0].TrimEnd('?') + "}" : step));
}
