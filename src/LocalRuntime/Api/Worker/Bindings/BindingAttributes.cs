namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks a parameter or method as bound by the host.</summary>
public abstract class BindingAttribute : Attribute
{
}

/// <summary>A parameter whose value the host supplies, beside the trigger's.</summary>
public abstract class InputBindingAttribute : BindingAttribute
{
}

/// <summary>The parameter whose arrival starts the function. A function has exactly one.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute
{
}
