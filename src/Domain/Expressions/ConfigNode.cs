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
