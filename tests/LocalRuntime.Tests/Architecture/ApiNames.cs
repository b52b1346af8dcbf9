using System.Reflection;

namespace Cadenza.LocalRuntime.Tests.Architecture;

/// <summary>How the listings in <c>OfficialApi</c> name types.</summary>
internal static class ApiNames
{
    public static string KindOf(Type type)
    {
        if (type.IsInterface) return "interface";
        if (type.IsEnum) return "enum";
        if (type.IsSubclassOf(typeof(MulticastDelegate))) return "delegate";
        if (type.IsValueType) return "struct";
        return (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static class",
            (true, false) => "abstract class",
            (false, true) => "sealed class",
            _ => "class",
        };
    }

    public static string Of(Type type)
    {
        if (type.IsByRef) return Of(type.GetElementType()!);
        if (type.IsArray) return $"{Of(type.GetElementType()!)}[]";
        if (type.IsGenericParameter) return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Of(value)}?";
        var scope = type.DeclaringType is { } outer ? $"{Of(outer)}+" : string.IsNullOrEmpty(type.Namespace) ? "" : $"{type.Namespace}.";
        var own = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).Select(Of).ToArray();
        return $"{scope}{type.Name.Split('`')[0]}{(own.Length == 0 ? "" : $"<{string.Join(", ", own)}>")}";
    }

    public static string ConstraintsOf(IEnumerable<Type> generics) =>
        string.Concat(generics.Where(generic => generic.IsGenericParameter).Select(Constraint));

    private static string Constraint(Type generic)
    {
        var kinds = generic.GenericParameterAttributes;
        List<string> parts = [];
        if (kinds.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
        parts.AddRange(generic.GetGenericParameterConstraints().Select(Of));
        if (kinds.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)) parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {generic.Name} : {string.Join(", ", parts)}";
    }
}
