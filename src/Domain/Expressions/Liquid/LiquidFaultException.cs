namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>One rendering has gone as far as it may, or asked for something that cannot be done. Never leaves <see cref="MessageTemplate"/>.</summary>
internal sealed class LiquidFaultException(MessageFaultKind kind, string message) : Exception(message)
{
    public MessageFaultKind Kind => kind;

    public MessageFault Fault => new(kind, Message);
}
