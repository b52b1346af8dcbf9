using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Sequences.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>POST /sequences.</summary>
internal sealed class CreateSequence(SequenceStore sequences, SequenceAnswers answers, AuditStore audit, TimeProvider clock)
{
    /// <summary>201 with the sequence, pending; 409 when its custom id is taken.</summary>
    [Operation(Tags.Sequences, "Create a sequence", "Makes a sequence that is pending: nobody is contacted before it is started.")]
    [Body<CreateSequenceBody>]
    [Answer<SequenceReply>(201, "The sequence.", HasETag = true, HasLocation = true)]
    [Refusal(409, "custom_id_taken", "Another sequence has the custom id.")]
    [Function(nameof(CreateSequence))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sequences")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, CreateSequenceBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var sequence = Create(request, body.Value);
        var stored = await sequences.CreateAsync(sequence, body.Value.Definition, cancellation);
        // A repeat (G5) of a request that was carried out finds its own sequence.
        if (stored is null && request.MayHaveHappened()) stored = await sequences.GetAsync(sequence.Organization, sequence.Id, cancellation);
        if (stored is not null) await audit.AppendAsync(SequenceAudit.Created(stored, request), cancellation);
        return stored is null ? SequenceAnswers.CustomIdTaken() : await answers.CreatedAsync(stored, cancellation);
    }

    private Sequence Create(HttpRequest request, CreateSequenceBody body)
    {
        var now = clock.GetUtcNow();
        return new Sequence(
            SequenceId.Create(request.NewId(now)),
            request.Caller().Organization,
            body.Name,
            body.CustomId,
            body.IsContinuous,
            SequenceStatus.Pending,
            Version: 1,
            Clock: default,
            AttentionAt: null,
            CreatedAt: now,
            UpdatedAt: now,
            StartedAt: null,
            CanceledAt: null,
            EndedAt: null)
        {
            OnUnknown = body.OnUnknown,
        };
    }
}
