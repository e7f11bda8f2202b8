package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Endpoint;
import java.nio.file.Path;

/** Where the kernel cannot be asked. */
record NoTranslations(String refused, Path table) implements Translations {
    @Override
    public Endpoint find(Endpoint client, Endpoint service) {
        return null;
    }

    @Override
    public String how() {
        return "Which pod answers for a Service is not known: the agent lacks CAP_NET_ADMIN or the kernel conntrack's netlink ("
                + refused + "), and " + table + " is not there to be read.";
    }

    @Override
    public void close() {}
}
