using System.Globalization;
using System.Reflection;
using Cadenza.LocalHost.Functions;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.LocalHost.Http;

/// <summary>Binds parameters to the values of a route.</summary>
internal static class RouteValues
{
    private delegate bool Parser(string text, out object? value);

    private static readonly Dictionary<Type, Parser> Parsers = new()
    {
        [typeof(string)] = Text,
        [typeof(bool)] = Truth,
        [typeof(int)] = Parse<int>,
        [typeof(long)] = Parse<long>,
        [typeof(short)] = Parse<short>,
        [typeof(double)] = Parse<double>,
        [typeof(decimal)] = Parse<decimal>,
        [typeof(Guid)] = Parse<Guid>,
        [typeof(DateTime)] = Parse<DateTime>,
        [typeof(DateTimeOffset)] = Parse<DateTimeOffset>,
    };

    public static ParameterBinder? Binder(ParameterInfo parameter, RoutePatternParameterPart part, FunctionFaults faults)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (!Parsers.TryGetValue(type, out var parser))
        {
            faults.Add(parameter, $"a route value cannot become {type.Name}; it can be {string.Join(", ", Parsers.Keys.Select(known => known.Name))}.");
            return null;
        }

        if (MayBeMissing(part) && type == parameter.ParameterType && type.IsValueType && !parameter.HasDefaultValue)
        {
            faults.Add(parameter, $"'{part.Name}' is optional in the route, so {type.Name} must be nullable or have a default.");
            return null;
        }

        return invocation => new(Value(invocation, parameter, part.Name, parser));
    }

    private static bool MayBeMissing(RoutePatternParameterPart part) => (part.IsOptional || part.IsCatchAll) && part.Default is null;

    private static object? Value(Invocation invocation, ParameterInfo parameter, string name, Parser parser)
    {
        var text = Convert.ToString(invocation.Http!.Request.RouteValues[name], CultureInfo.InvariantCulture);
        if (string.IsNullOrEmpty(text)) return parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return parser(text, out var value)
            ? value
            : throw new FunctionInputConverterException($"'{name}' in the path cannot be read as {parameter.ParameterType.Name}.");
    }

    private static bool Text(string text, out object? value)
    {
        value = text;
        return true;
    }

    private static bool Truth(string text, out object? value)
    {
        var parsed = bool.TryParse(text, out var truth);
        value = truth;
        return parsed;
    }

    private static bool Parse<T>(string text, out object? value)
        where T : IParsable<T>
    {
        var parsed = T.TryParse(text, CultureInfo.InvariantCulture, out var result);
        value = result;
        return parsed;
    }
}
