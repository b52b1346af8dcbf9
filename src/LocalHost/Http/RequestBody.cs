using System.Reflection;
using System.Text.Json;
using Cadenza.LocalHost.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cadenza.LocalHost.Http;

/// <summary>Reads a request's JSON body for a <c>[FromBody]</c> parameter, by the app's <see cref="JsonSerializerOptions"/>.</summary>
internal sealed class RequestBody
{
    private RequestBody()
    {
    }

    public static ParameterBinder Binder(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return invocation => ReadAsync(invocation, type, parameter.Name!);
    }

    private static async ValueTask<object?> ReadAsync(Invocation invocation, Type type, string name)
    {
        var options = invocation.InstanceServices.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;
        try
        {
            return await JsonSerializer.DeserializeAsync(invocation.Http!.Request.Body, type, options, invocation.CancellationToken);
        }
        catch (JsonException fault)
        {
            throw new FunctionInputConverterException($"The body cannot be read as '{name}': {fault.Message}", fault);
        }
    }
}
