package io.netwatch.agent.detect;

import io.netwatch.agent.event.DnsFlow;
import io.netwatch.agent.event.DnsMessage;

/**
 * Packets of port 53 to DNS messages. Any bytes give messages or are counted; nothing is thrown and nothing read beyond what was
 * captured. Used by the thread of events; allocates nothing per packet.
 */
public final class DnsReader {
    private final DnsFlow flow = new DnsFlow();
    private final DnsMessage message = new DnsMessage(flow);
    private final DnsHandler handler;
    private final DnsStreams streams = new DnsStreams(this::read);
    private long messages;
    private long cut;
    private long malformed;

    public DnsReader(DnsHandler handler) {
        this.handler = handler;
    }

    /** Between whom the next packet went: to be set before it is read. */
    public DnsFlow flow() {
        return flow;
    }

    /**
     * A UDP packet.
     *
     * @param bytes its payload, from the beginning
     * @param captured how many of them are there
     * @param length how many there were
     */
    public void onDatagram(byte[] bytes, int captured, int length) {
        read(bytes, 0, Math.min(captured, length), length);
    }

    /**
     * A TCP segment; one without payload is of no use.
     *
     * @param sequence of its first byte, as in the TCP header
     */
    public void onSegment(int sequence, byte[] bytes, int captured, int length) {
        streams.onSegment(flow, sequence, bytes, Math.min(captured, length), length);
    }

    private void read(byte[] bytes, int offset, int captured, int length) {
        switch (message.read(bytes, offset, captured, length)) {
            case READ -> {
                messages++;
                handler.onDns(message);
            }
            case CUT -> cut++;
            case MALFORMED -> malformed++;
        }
    }

    /** Messages read. */
    public long messages() {
        return messages;
    }

    /** Messages whose question was not captured to its end. */
    public long cut() {
        return cut;
    }

    /** Messages, or what stood in their place, that could not be read. */
    public long malformed() {
        return malformed + streams.malformed();
    }

    /** Segments of TCP in which no message could be found, as one before was not seen or not captured in full. */
    public long unsynced() {
        return streams.unsynced();
    }
}
