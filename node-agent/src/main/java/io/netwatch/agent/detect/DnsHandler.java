package io.netwatch.agent.detect;

import io.netwatch.agent.event.DnsMessage;

/** Takes DNS messages; a message is valid for the call only. */
@FunctionalInterface
public interface DnsHandler {
    void onDns(DnsMessage message);
}
