using Microsoft.AspNetCore.Components;

namespace Bulutfon.Webhooks.Server.Dashboard.Parts;

/// <summary>One of many things of a page that is drawn often: it is drawn anew only when another object is to be shown.</summary>
public sealed class Unchanged : ComponentBase
{
    private object? _drawn;
    private bool _isOther;

    /// <summary>What is shown, which never changes itself.</summary>
    [Parameter]
    [EditorRequired]
    public object? Of { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    protected override void OnParametersSet() => (_isOther, _drawn) = (!ReferenceEquals(_drawn, Of), Of);

    protected override bool ShouldRender() => _isOther;

    protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) => builder.AddContent(0, ChildContent);
}
