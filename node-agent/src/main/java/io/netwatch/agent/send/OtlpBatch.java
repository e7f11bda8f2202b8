package io.netwatch.agent.send;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.List;

/** The metrics of one snapshot. A metric without points is left out. */
final class OtlpBatch {
    private final Resource resource;
    private final InstrumentationScopeInfo scope;
    private final long at;
    private final List<MetricData> metrics = new ArrayList<>();

    /** @param at when the snapshot was taken, ns since 1970 */
    OtlpBatch(Resource resource, InstrumentationScopeInfo scope, long at) {
        this.resource = resource;
        this.scope = scope;
        this.at = at;
    }

    List<MetricData> metrics() {
        return metrics;
    }

    /** What only grows. */
    Points counter(String name, String unit, String description) {
        return new Points(name, unit, description, true);
    }

    /** What grows and shrinks, and adds up over its attributes. */
    Points upDownCounter(String name, String unit, String description) {
        return new Points(name, unit, description, false);
    }

    Gauge gauge(String name, String unit, String description) {
        return new Gauge(name, unit, description);
    }

    /** The points of one sum; {@link #end} has it in the batch. */
    final class Points {
        private final String name;
        private final String unit;
        private final String description;
        private final boolean monotonic;
        private final List<LongPointData> points = new ArrayList<>();

        private Points(String name, String unit, String description, boolean monotonic) {
            this.name = name;
            this.unit = unit;
            this.description = description;
            this.monotonic = monotonic;
        }

        /** @param start when what is counted was 0, ns since 1970 */
        Points add(long start, Attributes attributes, long value) {
            points.add(LongPointData.create(Math.min(start, at), at, attributes, value));
            return this;
        }

        void end() {
            if (!points.isEmpty()) {
                metrics.add(new OtlpMetric(
                        resource,
                        scope,
                        name,
                        unit,
                        description,
                        MetricDataType.LONG_SUM,
                        SumData.createLongSumData(monotonic, AggregationTemporality.CUMULATIVE, points)));
            }
        }
    }

    /** The points of one gauge; {@link #end} has it in the batch. */
    final class Gauge {
        private final String name;
        private final String unit;
        private final String description;
        private final List<DoublePointData> points = new ArrayList<>();

        private Gauge(String name, String unit, String description) {
            this.name = name;
            this.unit = unit;
            this.description = description;
        }

        /** Adds nothing for null, which is an unknown value. */
        Gauge add(Attributes attributes, Double value) {
            if (value != null) {
                points.add(DoublePointData.create(at, at, attributes, value, List.of()));
            }
            return this;
        }

        void end() {
            if (!points.isEmpty()) {
                metrics.add(new OtlpMetric(
                        resource,
                        scope,
                        name,
                        unit,
                        description,
                        MetricDataType.DOUBLE_GAUGE,
                        GaugeData.createDoubleGaugeData(points)));
            }
        }
    }
}
