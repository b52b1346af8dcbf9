using System.Text.Json.Serialization;
using Cadenza.Domain.Contacts;

namespace Cadenza.Domain.Sequences;

/// <summary>One version of what a sequence does. Never changes once stored, so people in flight keep it (B8).</summary>
/// <param name="Filter">Who it is for; null is everyone.</param>
/// <param name="Steps">What it sends, in order; 1 to 100.</param>
public sealed record SequenceDefinition(ContactsFilter? Filter, IReadOnlyList<SequenceStep> Steps)
{
    /// <summary>The most steps a sequence may have (G6).</summary>
    public const int MaxSteps = 100;

    /// <summary>The longest delay before a step, in minutes: ten years.</summary>
    public const double MaxDelayInMinutes = 5_256_000;
}

/// <summary>One step (B1, B5).</summary>
/// <param name="Action">What is sent.</param>
/// <param name="DelayInMinutes">How long after the previous step, or after enrollment for the first; fractions allowed, null is none.</param>
public sealed record SequenceStep(StepAction Action, double? DelayInMinutes)
{
    /// <summary>The delay as a time span.</summary>
    [JsonIgnore]
    public TimeSpan Delay => TimeSpan.FromMinutes(DelayInMinutes ?? 0);
}

/// <summary>What a step sends, told apart on the wire by <c>type</c> (B3).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SendEmails), SendEmails.Type)]
public abstract record StepAction;

/// <summary><c>send_emails</c>.</summary>
/// <param name="Data">The message.</param>
public sealed record SendEmails(EmailContent Data) : StepAction
{
    /// <summary>The name of the action on the wire.</summary>
    public const string Type = "send_emails";
}

/// <summary>An e-mail before its variables are filled in (B3).</summary>
/// <param name="FromEmail">The sender's address.</param>
/// <param name="EmailSubject">Subject, a template.</param>
/// <param name="EmailBody">Body, a template; sent as HTML when it looks like HTML.</param>
/// <param name="EmailSenderName">The sender's display name.</param>
/// <param name="EmailIsTransactional">Whether it goes to those who unsubscribed from marketing too (B9).</param>
public sealed record EmailContent(
    string FromEmail,
    string EmailSubject,
    string EmailBody,
    string EmailSenderName,
    bool EmailIsTransactional);
