using Azure;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Worker;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Queues;

/// <summary>Runs one function for its messages: done is deleted, failed is tried again, failed too often is set aside in the poison queue.</summary>
internal sealed class QueueWorker(FunctionInvoker function, QueueClient poison, QueueSettings settings, ILogger log)
{
    private readonly bool _wantsModel = ((QueueFunctionTrigger)function.Function.Trigger).WantsModel;

    private string Name => function.Function.Name;

    /// <summary>Never throws: a message whose outcome cannot be stored returns by itself when its time is over.</summary>
    /// <param name="delivery">The message.</param>
    /// <param name="expired">Cancelled when the stopping host waits no longer: the message then goes back at once.</param>
    public async Task WorkAsync(QueueDelivery delivery, CancellationToken expired)
    {
        try
        {
            if (delivery.Text() is not { } text) await SetAsideAsync(delivery, "is not base64, which host.json (queues.messageEncoding) says it is");
            // It was received as often as allowed and never settled: whatever it does to the app, it did it then.
            else if (delivery.Message.DequeueCount > settings.MaxDequeueCount) await SetAsideAsync(delivery, "failed too often");
            else if (await SucceedsAsync(delivery, text)) await delivery.DeleteAsync();
            else await FailAsync(delivery, expired);
        }
        catch (Exception fault)
        {
            HostLog.SettleFailed(log, Name, delivery.Message.MessageId, fault);
        }
    }

    private async Task<bool> SucceedsAsync(QueueDelivery delivery, string text)
    {
        var invoked = function.Next();
        var request = invoked.Request(_wantsModel ? MessageData.Model(delivery.Message, text) : MessageData.Text(text));
        MessageData.Describe(request.TriggerMetadata, delivery.Message, text);
        try
        {
            await invoked.RunAsync(request, CancellationToken.None);
            return true;
        }
        catch (Exception fault) when (fault is FunctionFailedException or WorkerUnavailableException)
        {
            HostLog.MessageFailed(log, Name, delivery.Message.MessageId, delivery.Message.DequeueCount, fault.Message);
            return false;
        }
    }

    private async Task FailAsync(QueueDelivery delivery, CancellationToken expired)
    {
        if (expired.IsCancellationRequested) await delivery.ReleaseAsync(TimeSpan.Zero);
        else if (delivery.Message.DequeueCount < settings.MaxDequeueCount) await delivery.ReleaseAsync(settings.VisibilityTimeout);
        else await SetAsideAsync(delivery, "failed too often");
    }

    private async Task SetAsideAsync(QueueDelivery delivery, string reason)
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
        HostLog.MessageSetAside(log, Name, delivery.Message.MessageId, reason, poison.Name);
    }
}
