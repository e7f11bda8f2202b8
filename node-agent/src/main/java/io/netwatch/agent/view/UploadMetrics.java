package io.netwatch.agent.view;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netwatch.agent.send.DropReason;
import java.util.function.ToDoubleFunction;

/** What became of snapshots, over all places that they are sent to. */
public final class UploadMetrics implements MeterBinder {
    private final Uploads uploads;

    public UploadMetrics(Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "netwatch.snapshots.made", "Snapshots made", Uploads::made);
        counter(
                registry,
                "netwatch.snapshots.delivered",
                "Snapshots that were taken",
                all -> sum(all, figures -> figures.status().delivered()));
        for (DropReason reason : DropReason.values()) {
            FunctionCounter.builder(
                            "netwatch.snapshots.dropped",
                            uploads,
                            all -> sum(
                                    all, figures -> figures.status().dropped().getOrDefault(reason, 0L)))
                    .description("Snapshots that will never be delivered")
                    .tag("reason", reason.word())
                    .register(registry);
        }
        gauge(
                registry,
                "netwatch.snapshots.queued",
                "Snapshots that wait to be delivered",
                figures -> figures.status().queued());
        gauge(
                registry,
                "netwatch.spool.bytes",
                "What they take on disk",
                figures -> figures.status().queuedBytes());
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Uploads> count) {
        FunctionCounter.builder(name, uploads, count).description(description).register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, String description, ToDoubleFunction<Uploads.Figures> figure) {
        Gauge.builder(name, uploads, all -> sum(all, figure))
                .description(description)
                .register(registry);
    }

    private static double sum(Uploads uploads, ToDoubleFunction<Uploads.Figures> figure) {
        return uploads.figures().stream().mapToDouble(figure).sum();
    }
}
