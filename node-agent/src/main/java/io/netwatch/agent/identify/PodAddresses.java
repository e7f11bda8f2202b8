package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import io.netwatch.api.identity.IdentityLine;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Which pod may have held an address at a time. Times of the API are whole seconds of other machines' clocks, so that a pod is taken to
 * hold its addresses from a second before it started until two seconds after it ended, but no longer than until its end was told. Who
 * tells of an end first is believed. That another pod was told to hold an address ends nothing: neither the order in which pods start
 * nor that in which they are told is the one in which they hold it. Used by one thread.
 */
final class PodAddresses {
    private static final long START_SLACK_MILLIS = 1000;
    private static final long END_SLACK_MILLIS = 2000;
    private static final int REMEMBER = Ticks.of(TimeUnit.MINUTES.toMillis(10));
    /** Pods that are remembered after they are gone. */
    private static final int GONE_MAX = 65_536;

    private final Ticks ticks;
    private final Addresses addresses;
    private final PodRecords pods;
    private final Holds holds;
    private byte epoch;
    private int firstGone = Arena.NONE;
    private int lastGone = Arena.NONE;
    private int gone;
    private long forgottenEarly;

    PodAddresses(Ticks ticks, Addresses addresses, PodRecords pods, Holds holds) {
        this.ticks = ticks;
        this.addresses = addresses;
        this.pods = pods;
        this.holds = holds;
    }

    /** All that the operator knows follows. */
    void beginSnapshot() {
        epoch++;
    }

    /** All has come: a pod that the operator told of before, and that did not come again, is gone. */
    void endSnapshot(long nowMillis) {
        for (int slot = 0; slot < pods.slots(); slot++) {
            int pod = pods.at(slot);
            if (pod != Arena.NONE && pods.has(pod, Teller.OPERATOR.flag(PodRecords.TOLD)) && pods.epoch(pod) != epoch) {
                gone(pod, Teller.OPERATOR, nowMillis, nowMillis);
            }
        }
    }

    void tell(IdentityLine.Pod told, Teller teller, long nowMillis) {
        long uid = PodRecords.number(told.uid());
        int pod = pods.find(uid);
        if (pod == Arena.NONE) {
            pod = pods.add(uid, told.namespace(), told.name(), told.workload());
            pods.setStart(
                    pod, told.started() == 0 ? Ticks.EVER : ticks.at(toMillis(told.started()) - START_SLACK_MILLIS));
        }
        pods.setNode(pod, told.node());
        pods.set(pod, teller.flag(PodRecords.TOLD), true);
        if (teller == Teller.OPERATOR) {
            pods.setEpoch(pod, epoch);
        }
        update(pod, teller, toMillis(told.ended()), nowMillis);
        hold(pod, told, ticks.at(nowMillis));
    }

    private static long toMillis(long seconds) {
        return TimeUnit.SECONDS.toMillis(seconds);
    }

    /** {@code endedMillis}: 0 = it has not. */
    private void update(int pod, Teller teller, long endedMillis, long nowMillis) {
        pods.set(pod, teller.flag(PodRecords.GONE), false);
        pods.set(pod, teller.flag(PodRecords.ENDED), endedMillis != 0);
        if (endedMillis != 0) {
            end(pod, endedMillis, nowMillis);
        } else if (!hasEnded(pod) && pods.end(pod) != Ticks.NEVER) {
            setEnd(pod, Ticks.NEVER);
        }
    }

    /** It is told now, so it was over by now, whatever the clocks. */
    private void end(int pod, long atMillis, long nowMillis) {
        int latest = ticks.at(Math.min(atMillis + END_SLACK_MILLIS, nowMillis));
        if (latest < pods.end(pod)) {
            setEnd(pod, latest);
        }
    }

    private void setEnd(int pod, int tick) {
        pods.setEnd(pod, tick);
        for (int hold = pods.holds(pod); hold != Arena.NONE; hold = holds.nextOfPod(hold)) {
            holds.podEnds(hold, tick);
        }
    }

    private void hold(int pod, IdentityLine.Pod told, int now) {
        List<String> ips = told.ips() == null || told.hostNetwork() ? List.of() : told.ips();
        int[] listed = new int[ips.size()];
        for (int i = 0; i < listed.length; i++) {
            Address address = Address.parse(ips.get(i));
            listed[i] = address == null ? Arena.NONE : addresses.findOrAdd(address);
        }
        for (int hold = pods.holds(pod); hold != Arena.NONE; hold = holds.nextOfPod(hold)) {
            if (!contains(listed, holds.address(hold))) {
                holds.drop(hold, now);
            }
        }
        for (int address : listed) {
            if (address != Arena.NONE) {
                holdOne(pod, address);
            }
        }
    }

    private static boolean contains(int[] records, int wanted) {
        for (int record : records) {
            if (record == wanted) {
                return true;
            }
        }
        return false;
    }

    private void holdOne(int pod, int address) {
        int hold = pods.holds(pod);
        while (hold != Arena.NONE && holds.address(hold) != address) {
            hold = holds.nextOfPod(hold);
        }
        if (hold == Arena.NONE) {
            int from = pods.has(pod, PodRecords.QUEUED) ? Ticks.EVER : pods.start(pod);
            pods.setHolds(pod, holds.add(pod, address, pods.holds(pod), from, pods.end(pod)));
        } else if (holds.resume(hold)) {
            holds.podEnds(hold, pods.end(pod));
        }
    }

    /** Nothing happens when it is not known. */
    void gone(long uid, Teller teller, long atMillis, long nowMillis) {
        int pod = pods.find(uid);
        if (pod != Arena.NONE) {
            gone(pod, teller, atMillis, nowMillis);
        }
    }

    private void gone(int pod, Teller teller, long atMillis, long nowMillis) {
        if (pods.has(pod, teller.flag(PodRecords.GONE))) {
            return;
        }
        pods.set(pod, teller.flag(PodRecords.GONE), true);
        end(pod, atMillis, nowMillis);
        if (!pods.has(pod, PodRecords.QUEUED)) {
            pods.set(pod, PodRecords.QUEUED, true);
            append(pod);
        }
        if (gone > GONE_MAX) {
            forgottenEarly++;
            takeFirstGone();
        }
    }

    private void append(int pod) {
        pods.setStart(pod, Arena.NONE);
        if (firstGone == Arena.NONE) {
            firstGone = pod;
        } else {
            pods.setStart(lastGone, pod);
        }
        lastGone = pod;
        gone++;
    }

    void expire(long nowMillis) {
        int before = ticks.at(nowMillis) - REMEMBER;
        while (firstGone != Arena.NONE && (pods.end(firstGone) < before || !isGone(firstGone))) {
            takeFirstGone();
        }
    }

    /** One that has come again, as no pod does, stays; its start is not known any more. */
    private void takeFirstGone() {
        int pod = firstGone;
        firstGone = pods.start(pod);
        gone--;
        pods.set(pod, PodRecords.QUEUED, false);
        pods.setStart(pod, Ticks.EVER);
        if (isGone(pod)) {
            forget(pod);
        }
    }

    private void forget(int pod) {
        int hold = pods.holds(pod);
        while (hold != Arena.NONE) {
            int next = holds.nextOfPod(hold);
            holds.remove(hold);
            hold = next;
        }
        pods.forget(pod);
    }

    /** Whether the pod of this number has ended, or is not known any more. */
    boolean hasEnded(long uid) {
        int pod = pods.find(uid);
        return pod == Arena.NONE || hasEnded(pod);
    }

    private boolean hasEnded(int pod) {
        return isGone(pod) || pods.has(pod, Teller.any(PodRecords.ENDED));
    }

    private boolean isGone(int pod) {
        return pods.has(pod, Teller.any(PodRecords.GONE));
    }

    /**
     * Puts the pods that may have held an address at a time into {@code found}, as far as there is room.
     *
     * @return how many there are
     */
    int holders(int address, long atMillis, int[] found) {
        int tick = ticks.at(atMillis);
        int count = 0;
        for (int hold = addresses.holds(address); hold != Arena.NONE; hold = holds.next(hold)) {
            if (holds.covers(hold, tick)) {
                if (count < found.length) {
                    found[count] = holds.pod(hold);
                }
                count++;
            }
        }
        return count;
    }

    /** The number of the pod that held an address last before a time; 0 when none is known. */
    long lastBefore(int address, long atMillis) {
        int tick = ticks.at(atMillis);
        int last = Arena.NONE;
        for (int hold = addresses.holds(address); hold != Arena.NONE; hold = holds.next(hold)) {
            if (holds.to(hold) < tick && (last == Arena.NONE || holds.to(last) < holds.to(hold))) {
                last = hold;
            }
        }
        return last == Arena.NONE ? 0 : pods.uid(holds.pod(last));
    }

    /** Pods that were forgotten before their 10 minutes, as too many were gone. */
    long forgottenEarly() {
        return forgottenEarly;
    }
}
