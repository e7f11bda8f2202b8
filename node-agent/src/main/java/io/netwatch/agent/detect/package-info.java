/**
 * What looks wrong: port scans, beacons, DNS tunnels and bandwidth, found in the events of connections and in DNS messages, in bounded
 * state of one {@code Detection} for each policy; and what DNS messages say, from packets of port 53 to counts. Everything is judged by
 * its shape alone: a scraper, a health check or a backup may look the same, and each alert says how to tell and what to set.
 * All is used by the thread of events, on which nothing is allocated per event, and has no thread, clock or I/O of its own.
 *
 * <p>What is not seen: ports that refuse who scans them (only a handshake of a listener is an event, so a scan from outside shows
 * at open ports only); connections that the kernel's ring lost; beacons that call less often than every five minutes, or hide among more
 * than 500 other pairs of pod and peer; DNS over TLS or HTTPS, or on another port than 53.
 *
 * <p>Messages are read by hand rather than by a library: what is captured of a packet may end anywhere, and its question counts all the
 * same, where a library rejects the whole.
 *
 * <p>Imports only {@code config}, {@code libbpf}, {@code event}, {@code kernel}, {@code identify}, {@code policy}, {@code track} and
 * {@code collect}.
 */
package io.netwatch.agent.detect;
