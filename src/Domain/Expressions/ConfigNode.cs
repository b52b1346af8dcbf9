namespace Cadenza.Domain.Expressions;

/// <summary>A compiled piece of a configuration.</summary>
internal abstract record ConfigNode
{
    private ConfigNode()
    {
    }

    /// <exception cref="ExpressionLimitException">There is no room left.</exception>
    public abstract Value Render(ConfigRendering rendering);

    /// <summary>Without a placeholder.</summary>
    public sealed record Constant(Value Value) : ConfigNode
    {
        public override Value Render(ConfigRendering rendering) => Value;
    }

    /// <summary>A text with placeholders.</summary>
    public sealed record Text(Template Template, TemplateEncoding Encoding) : ConfigNode
    {
        public override Value Render(ConfigRendering rendering)
        {
            var warnings = new List<string>();
            Value value;
            if (Template.Whole is { } whole && Encoding != TemplateEncoding.Html)
            {
                if (!whole.TryEvaluate(rendering.Variables, warnings, rendering.Room, out value)) throw ConfigRendering.TooLong();
            }
            else
            {
                if (!Template.TryRender(rendering.Variables, Encoding, warnings, out var text, rendering.Room)) throw ConfigRendering.TooLong();
                value = Value.Of(text);
            }

            rendering.Warn(warnings);
            return rendering.Take(value);
        }
    }

    /// <summary>A text that is sent to a person.</summary>
    public sealed record Message(MessageTemplate Template, TemplateEncoding Encoding) : ConfigNode
    {
        public override Value Render(ConfigRendering rendering) => rendering.Take(Value.Of(rendering.Render(Template, Encoding)));
    }

    /// <summary>What fills a place of a WhatsApp template: the text, or what stands in for none, as the constant that it is from then on.</summary>
    public sealed record DynamicVariable(MessageTemplate Template, ConfigNode Fallback) : ConfigNode
    {
        public override Value Render(ConfigRendering rendering)
        {
            var text = rendering.Render(Template, TemplateEncoding.Text);
            var value = string.IsNullOrWhiteSpace(text) ? Fallback.Render(rendering).ToText() : text;
            return rendering.Take(Value.Object([new("type", Value.Of("CONSTANT")), new("value", Value.Of(value))]));
        }
    }

    /// <summary>An array.</summary>
    public sealed record List(IReadOnlyList<ConfigNode> Items) : ConfigNode
    {
        public override Value Render(ConfigRendering rendering)
        {
            var values = new Value[Items.Count];
            for (var i = 0; i < values.Length; i++) values[i] = Items[i].Render(rendering);
            return Value.Own(values);
        }
    }

    /// <summary>An object.</summary>
    public sealed record Map(IReadOnlyList<KeyValuePair<string, ConfigNode>> Members) : ConfigNode
    {
        public override Value Render(ConfigRendering rendering) =>
            Value.Object(Members.Select(member => KeyValuePair.Create(member.Key, member.Value.Render(rendering))));
    }
}
