package io.netwatch.agent.run;

import java.io.IOException;
import java.util.List;

/** What is to be sent, as it is now. */
@FunctionalInterface
interface Orders {
    /** Throws when that can't be found out; then what was sent before goes on. */
    List<Order> now() throws IOException;
}
