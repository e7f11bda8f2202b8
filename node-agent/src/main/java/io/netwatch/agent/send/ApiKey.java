package io.netwatch.agent.send;

import java.io.IOException;

/** Where the key for a place is kept, such as a file of a mounted Secret that may change at any time. */
@FunctionalInterface
public interface ApiKey {
    /** As it is at the moment; white space around it does not matter. Throws when there is none. */
    String read() throws IOException;
}
