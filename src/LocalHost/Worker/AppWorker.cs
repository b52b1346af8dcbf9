using Cadenza.LocalHost.Http;

namespace Cadenza.LocalHost.Worker;

/// <summary>A worker of the app that is ready for invocations.</summary>
/// <param name="Channel">The conversation with it.</param>
/// <param name="Forwarder">What forwards HTTP requests to it.</param>
/// <param name="Clients">What its durable clients are given: each worker has a server of its own.</param>
internal sealed record AppWorker(WorkerChannel Channel, IRequestForwarder Forwarder, DurableClientInput Clients);
