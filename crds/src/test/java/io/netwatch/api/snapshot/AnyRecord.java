package io.netwatch.api.snapshot;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes records of this package with any values, most of them extreme; the same for the same seed. */
final class AnyRecord {
    private static final int MAX_LIST = 4;
    private static final List<String> STRINGS = List.of(
            "",
            "a",
            "null",
            "\"\\/\b\f\n\r\t",
            "\u0000\u0001\u001f\u007f\u0080\u009f",
            "ÄÖÜß ελληνικά 中文 العربية",
            "\uD83D\uDC69\u200D\uD83D\uDCBB",
            "\uDBFF\uDFFF\uFFFF\uFEFF\u2028\u2029",
            "[fe80::1%eth0]:443",
            "[2001:db8::ffff:10.0.0.1]:65535",
            "</script><!--",
            "x".repeat(64 * 1024),
            "\uD83D\uDE00".repeat(1024));
    private static final List<Double> DOUBLES = List.of(
            0.0,
            -0.0,
            1.0,
            0.1,
            -1.5,
            1e308,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            1e-7,
            1e7,
            12345678.9,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private static final List<Long> LONGS = List.of(
            0L,
            1L,
            -1L,
            10L,
            (long) Integer.MAX_VALUE,
            1L + Integer.MAX_VALUE,
            1L << 53,
            (1L << 53) + 1,
            Long.MAX_VALUE,
            Long.MIN_VALUE);
    private static final Set<String> REQUIRED = WireField.ALL.stream()
            .filter(WireField::required)
            .map(field -> field.object() + "." + field.name().replace("_", ""))
            .collect(Collectors.toSet());

    private final Random random;

    AnyRecord(long seed) {
        random = new Random(seed);
    }

    <T extends Record> T of(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components).map(it -> value(type, it)).toArray();
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getName(), e);
        }
    }

    private Object value(Class<?> record, RecordComponent component) {
        boolean mayBeNull = !component.getType().isPrimitive()
                && !REQUIRED.contains(
                        record.getSimpleName() + "." + component.getName().toLowerCase(java.util.Locale.ROOT))
                && record != DnsAnalytics.DomainCount.class;
        if (mayBeNull && random.nextInt(3) == 0) {
            return null;
        }
        return switch (component.getName()) {
            case "schemaVersion" -> IngestRequest.SCHEMA_VERSION;
            case "hostId" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "timestamp" -> Filled.TIME;
            case "latencyBuckets" -> random.longs(8).boxed().toList();
            case "snapshots" -> List.of(of(Snapshot.class), of(Snapshot.class));
            default -> value(component.getGenericType(), component.getName().endsWith("RttHistory"));
        };
    }

    private Object value(Type type, boolean holes) {
        if (type instanceof ParameterizedType list) {
            Type of = list.getActualTypeArguments()[0];
            List<Object> values = new ArrayList<>();
            for (int i = random.nextInt(MAX_LIST); i > 0; i--) {
                values.add(holes && random.nextBoolean() ? null : value(of, false));
            }
            return values;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return of(plain.asSubclass(Record.class));
        }
        return plain.isEnum() ? pick(List.of(plain.getEnumConstants())) : scalar(plain);
    }

    private Object scalar(Class<?> type) {
        if (type == String.class) {
            return pick(STRINGS);
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == double.class || type == Double.class) {
            return random.nextBoolean() ? pick(DOUBLES) : Double.valueOf(random.nextDouble() * 1e6);
        }
        long number = random.nextBoolean() ? pick(LONGS) : random.nextLong();
        return type == int.class || type == Integer.class ? (Object) (int) number : (Object) number;
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
