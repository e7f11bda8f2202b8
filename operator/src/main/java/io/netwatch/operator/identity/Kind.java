package io.netwatch.operator.identity;

import java.util.Locale;

/** Kinds of objects that are told, in the order in which a snapshot tells them: what others refer to first. */
enum Kind {
    NAMESPACE,
    NODE,
    SERVICE,
    ENDPOINTS,
    POD;

    /** As a line says of what is gone. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
