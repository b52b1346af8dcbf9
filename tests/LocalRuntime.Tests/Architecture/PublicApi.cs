using System.Reflection;
using System.Runtime.CompilerServices;

namespace Cadenza.LocalRuntime.Tests.Architecture;

/// <summary>Writes a type's public surface as lines in the form of the listings in <c>OfficialApi</c>.</summary>
internal static class PublicApi
{
    private const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public static IEnumerable<string> Of(Type type)
    {
        var owner = ApiNames.Of(type);
        List<string> lines = [$"{ApiNames.KindOf(type)} {owner}{ApiNames.ConstraintsOf(type.GetGenericArguments())}"];
        if (!type.IsEnum && !IsDelegate(type)) lines.AddRange(Bases(type).Select(ancestor => $"{owner} : {ApiNames.Of(ancestor)}"));
        lines.AddRange(type.GetConstructors(Own).Where(made => !made.IsStatic && IsVisible(made)).Select(made => $"{owner}.ctor({Parameters(made)}) {Access(made)}"));
        lines.AddRange(type.GetMethods(Own).Where(IsListed).Select(method => Method(owner, method)));
        lines.AddRange(type.GetProperties(Own).Where(property => !IsGenerated(property)).Select(property => Property(owner, property)).OfType<string>());
        lines.AddRange(type.GetFields(Own).Where(field => !IsGenerated(field) && IsVisible(field)).Select(field => Field(owner, field)));
        lines.AddRange(type.GetEvents(Own).Where(raised => raised.AddMethod is { } add && IsVisible(add)).Select(raised => $"{owner}.{raised.Name} event {ApiNames.Of(raised.EventHandlerType!)}"));
        return lines.Distinct();
    }

    private static string Method(string owner, MethodInfo method)
    {
        var generics = method.IsGenericMethod ? method.GetGenericArguments() : [];
        var names = generics.Length == 0 ? "" : $"<{string.Join(", ", generics.Select(generic => generic.Name))}>";
        return $"{owner}.{method.Name}{names}({Parameters(method)}) -> {ApiNames.Of(method.ReturnType)} {Access(method)}{ApiNames.ConstraintsOf(generics)}";
    }

    private static string? Property(string owner, PropertyInfo property)
    {
        MethodInfo?[] accessors = [property.GetMethod, property.SetMethod];
        if (Array.Find(accessors, accessor => accessor is not null && IsVisible(accessor)) is not { } shown) return null;
        var index = property.GetIndexParameters() is { Length: > 0 } keys ? $"[{string.Join(", ", keys.Select(key => ApiNames.Of(key.ParameterType)))}]" : "";
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var get = accessors[0] is { } reader && IsVisible(reader) ? "get;" : "";
        var set = accessors[1] is { } writer && IsVisible(writer) ? isInit ? "init;" : "set;" : "";
        return $"{owner}.{property.Name}{index} : {ApiNames.Of(property.PropertyType)} {{{get}{set}}} {Access(shown)}";
    }

    private static string Field(string owner, FieldInfo field) => field.IsLiteral
        ? $"{owner}.{field.Name} = {field.GetRawConstantValue() ?? "null"}"
        : $"{owner}.{field.Name} : {ApiNames.Of(field.FieldType)} {(field.IsStatic ? "static " : "")}{(field.IsPublic ? "public" : "protected")}";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => Parameter(method, parameter)));

    private static string Parameter(MethodBase method, ParameterInfo parameter)
    {
        var role = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : parameter.Position == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        var passing = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "";
        return $"{role}{passing}{ApiNames.Of(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Default(parameter)}" : "")}";
    }

    private static string Default(ParameterInfo parameter)
    {
        try
        {
            return parameter.RawDefaultValue switch { null => "default", string text => $"\"{text}\"", var value => value.ToString()! };
        }
        catch (FormatException)
        {
            // Reflection cannot read the default of some structs.
            return "default";
        }
    }

    private static string Access(MethodBase method)
    {
        var word = method.IsPublic ? "public" : "protected";
        if (method.IsStatic) return $"{word} static";
        if (method.IsAbstract) return $"{word} abstract";
        return method.IsVirtual && !method.IsFinal && method.DeclaringType is { IsInterface: false } ? $"{word} virtual" : word;
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        var interfaces = type.GetInterfaces().Where(known => known.IsPublic || known.IsNestedPublic);
        return type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? interfaces.Append(parent) : interfaces;
    }

    private static bool IsListed(MethodInfo method) =>
        IsVisible(method) && !method.Name.Contains('<', StringComparison.Ordinal) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name.Contains('<', StringComparison.Ordinal);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldInfo field) => !field.IsSpecialName && (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly);

    private static bool IsDelegate(Type type) => type.IsSubclassOf(typeof(MulticastDelegate));
}
