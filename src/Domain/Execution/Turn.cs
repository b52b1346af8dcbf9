using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Execution;

/// <summary>An action that a run has come to.</summary>
/// <param name="Step">The step.</param>
/// <param name="Input">Its settings, placeholders filled in.</param>
/// <param name="Warnings">What was missing while they were filled in.</param>
/// <param name="EffectKey">Names the effect: the same at every attempt.</param>
/// <param name="Attempt">Counts the attempts from 1.</param>
public sealed record NextAction(ProgramStep Step, Value Input, IReadOnlyList<string> Warnings, string EffectKey, int Attempt);

/// <summary>How far a run has come by itself.</summary>
/// <param name="Run">The run: over, idle, or about to take <paramref name="Action"/>.</param>
/// <param name="Action">The action to carry out next; null when the run is over or idle.</param>
public sealed record Turn(Run Run, NextAction? Action);

/// <summary>What the interpreter must know besides the run.</summary>
/// <param name="Contact">The contact that the run is about; null when there is none, or no step looks at it.</param>
/// <param name="Now">The present.</param>
/// <param name="Clock">The workflow's clock.</param>
public sealed record InterpreterContext(Value Contact, DateTimeOffset Now, ActiveClock Clock);
