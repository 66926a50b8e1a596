namespace Bulutfon.Webhooks.Server.Problems;

/// <summary>Every error is a problem+json, whoever found it: a handler, routing, or nobody.</summary>
internal static class ProblemsSetup
{
    public static WebApplicationBuilder AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        // Otherwise a value that cannot be bound is a bare 400 outside Development, which names no parameter.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddExceptionHandler<StoreProblems>();
        builder.Services.AddExceptionHandler<ExceptionProblems>();
        return builder;
    }

    /// <summary>Behind the request log, which tells of an exception that ends here, and before everything that answers.</summary>
    public static WebApplication UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        return app;
    }
}
