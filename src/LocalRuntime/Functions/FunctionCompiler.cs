using System.Linq.Expressions;
using System.Reflection;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>Calls a function's method with bound arguments.</summary>
internal delegate ValueTask<object?> FunctionCall(object? instance, object?[] arguments);

/// <summary>Turns a method of any supported shape into one compiled delegate.</summary>
internal static class FunctionCompiler
{
    /// <summary>The value a method gives once awaited; <c>void</c> when it gives none.</summary>
    public static Type ResultOf(Type declared)
    {
        if (declared == typeof(Task) || declared == typeof(ValueTask)) return typeof(void);
        return IsGenericTask(declared) ? declared.GetGenericArguments()[0] : declared;
    }

    public static FunctionCall Compile(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object), "instance");
        var arguments = Expression.Parameter(typeof(object?[]), "arguments");
        var values = method.GetParameters().Select((parameter, i) =>
            (Expression)Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType));
        var call = Expression.Call(method.IsStatic ? null : Expression.Convert(instance, method.DeclaringType!), method, values);
        return Expression.Lambda<FunctionCall>(Await(call), instance, arguments).Compile();
    }

    private static Expression Await(MethodCallExpression call)
    {
        var type = call.Type;
        if (type == typeof(void)) return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type == typeof(Task)) return Expression.Call(Method(nameof(FromTask)), call);
        if (type == typeof(ValueTask)) return Expression.Call(Method(nameof(FromValueTask)), call);
        if (!IsGenericTask(type)) return Expression.Call(Method(nameof(FromValue)), Expression.Convert(call, typeof(object)));
        var name = type.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(FromTaskOf) : nameof(FromValueTaskOf);
        return Expression.Call(Method(name).MakeGenericMethod(type.GetGenericArguments()), call);
    }

    private static bool IsGenericTask(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static MethodInfo Method(string name) => typeof(FunctionCompiler).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static ValueTask<object?> FromValue(object? value) => new(value);

    private static async ValueTask<object?> FromTask(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> FromValueTask(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> FromTaskOf<T>(Task<T> task) => await task;

    private static async ValueTask<object?> FromValueTaskOf<T>(ValueTask<T> task) => await task;
}
