using System.Text.Json;
using Cadenza.Domain.Workflows.Notations;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Workflows.Notations;

/// <summary>A7 and D4: blocks and actions are two notations of one graph, and neither loses anything of it.</summary>
public sealed class NotationProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void Blocks_WrittenAndReadAgain_AreTheSameGraph() =>
        ForAllSeeds(seed =>
        {
            var graph = Graphs.ReadBlocks(Graphs.Element(new Graphs(seed).Blocks()));
            return Graphs.AreSame(graph, Graphs.ReadBlocks(BlockNotation.Write(graph)));
        });

    [Fact]
    public void Blocks_WrittenAsActionsAndBack_AreTheSameGraph() =>
        ForAllSeeds(seed =>
        {
            var graph = Graphs.ReadBlocks(Graphs.Element(new Graphs(seed).Blocks()));
            var acted = Graphs.ReadActions(ActionNotation.Write(graph));
            return Graphs.AreSame(graph, acted) && Graphs.AreSame(graph, Graphs.ReadBlocks(BlockNotation.Write(acted)));
        });

    [Fact]
    public void Blocks_WrittenAgain_AreWhatWasSent() =>
        ForAllSeeds(seed =>
        {
            var once = BlockNotation.Write(Graphs.ReadBlocks(Graphs.Element(new Graphs(seed).Blocks())));
            return JsonElement.DeepEquals(once, BlockNotation.Write(Graphs.ReadBlocks(once)));
        });

    [Fact]
    public void Graph_ThatNobodyDrewAsBlocks_IsShownWhole() =>
        ForAllSeeds(seed =>
        {
            var graph = new Graphs(seed).Free();
            return Graphs.AreSame(graph, Graphs.ReadBlocks(BlockNotation.Write(graph)))
                && Graphs.AreSame(graph, Graphs.ReadActions(ActionNotation.Write(graph)));
        });

    [Fact]
    public void Blocks_WhateverTheyAre_ReadToFaultsInsideThem() =>
        ForAllSeeds(seed =>
        {
            var blocks = new Graphs(seed).Blocks().ToJsonString();
            // A letter or so is another one: the rest stays JSON most of the time.
            var random = new Random(seed);
            var letters = blocks.ToCharArray();
            for (var i = 0; i < 3; i++) letters[random.Next(letters.Length)] = "\"0{}[]:,ax".ToCharArray()[random.Next(10)];
            if (Parse(new string(letters)) is not { } broken) return true;
            return BlockNotation.Read(broken, "/b").Faults.All(fault => fault.At.StartsWith("/b", StringComparison.Ordinal))
                && ActionNotation.Read(broken, "/b", index => $"n{index}").Faults.All(fault => fault.At.StartsWith("/b", StringComparison.Ordinal));
        });

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void ForAllSeeds(Func<int, bool> holds) => Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), holds).Check(Many);
}
