using System.Reflection;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>Collects what is wrong with one function.</summary>
internal sealed class FunctionFaults(string function, string entryPoint, ICollection<string> all)
{
    public void Add(string fault) => all.Add($"Function '{function}' ({entryPoint}): {fault}");

    public void Add(ParameterInfo parameter, string fault) =>
        all.Add($"Function '{function}' ({entryPoint}), parameter '{parameter.Name}': {fault}");
}
