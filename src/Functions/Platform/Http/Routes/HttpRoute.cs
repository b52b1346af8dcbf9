using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Http.Routes;

/// <summary>Where one HTTP function is found.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Template">Its route, without a leading slash: <c>sequences/{id}</c>.</param>
/// <param name="Methods">The methods it takes; empty is all.</param>
internal sealed record HttpRoute(string Function, string Template, IReadOnlyList<string> Methods)
{
    /// <summary>The HTTP functions of an assembly, as their attributes declare them.</summary>
    public static IReadOnlyList<HttpRoute> Of(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           from parameter in method.GetParameters()
           from trigger in parameter.GetCustomAttributes<HttpTriggerAttribute>()
           select new HttpRoute(function.Name, trigger.Route ?? function.Name, trigger.Methods ?? []),
    ];
}
