using Azure;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Functions;
using Cadenza.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Queues;

/// <summary>Runs one function for its messages: done is deleted, failed is tried again, failed too often is set aside in the poison queue.</summary>
internal sealed class QueueWorker(LocalFunction function, QueueClient poison, QueueSettings settings, FunctionPipeline pipeline, HostGrace grace, IServiceProvider services, ILogger log)
{
    /// <summary>Never throws: a message whose outcome cannot be stored returns by itself when its time is over.</summary>
    public async Task WorkAsync(QueueDelivery delivery)
    {
        try
        {
            // It was received as often as allowed and never settled: whatever it does to this process, it did it then.
            if (delivery.Message.DequeueCount > settings.MaxDequeueCount || !await SucceedsAsync(delivery)) await FailAsync(delivery);
            else await delivery.DeleteAsync();
        }
        catch (Exception fault)
        {
            HostLog.SettleFailed(log, function.Name, delivery.Message.MessageId, fault);
        }
    }

    private async Task<bool> SucceedsAsync(QueueDelivery delivery)
    {
        await using var invocation = new Invocation(function, services, delivery, grace.Expired) { BindingDataSource = () => MessageMetadata.Of(delivery.Decoded()) };
        try
        {
            await pipeline.RunAsync(invocation);
            return true;
        }
        catch (Exception fault)
        {
            HostLog.MessageFailed(log, function.Name, delivery.Message.MessageId, delivery.Message.DequeueCount, fault);
            return false;
        }
    }

    private async Task FailAsync(QueueDelivery delivery)
    {
        if (grace.Expired.IsCancellationRequested) await delivery.ReleaseAsync(TimeSpan.Zero);
        else if (delivery.Message.DequeueCount < settings.MaxDequeueCount) await delivery.ReleaseAsync(settings.VisibilityTimeout);
        else await SetAsideAsync(delivery);
    }

    private async Task SetAsideAsync(QueueDelivery delivery)
    {
        try
        {
            await poison.SendMessageAsync(delivery.Message.Body, timeToLive: TimeSpan.FromSeconds(-1));
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == "QueueNotFound")
        {
            await poison.CreateIfNotExistsAsync();
            await poison.SendMessageAsync(delivery.Message.Body, timeToLive: TimeSpan.FromSeconds(-1));
        }

        await delivery.DeleteAsync();
        HostLog.MessageSetAside(log, function.Name, delivery.Message.MessageId, poison.Name);
    }
}
