package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import io.netwatch.api.identity.IdentityLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/** Services of the whole cluster and what they lead to, found by numbers made from their names. Used by one thread. */
final class Services {
    private final Claims claims;
    private final Numbered<ServiceEntry> numbered = new Numbered<>();
    private final Numbered<Slice> numberedSlices = new Numbered<>();
    private final Long2ObjectHashMap<ServiceEntry> services = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Slice> slices = new Long2ObjectHashMap<>();
    private final Int2ObjectHashMap<ServiceEntry> byNodePort = new Int2ObjectHashMap<>();
    private byte epoch;

    Services(Claims claims) {
        this.claims = claims;
    }

    private static long key(String namespace, String name) {
        return PodRecords.number(namespace + "/" + name);
    }

    ServiceEntry service(int number) {
        return numbered.get(number);
    }

    Slice slice(int number) {
        return numberedSlices.get(number);
    }

    /** Null when no Service has it. */
    ServiceEntry atNodePort(int port) {
        return byNodePort.get(port);
    }

    void tell(IdentityLine.Service told) {
        ServiceEntry entry = findOrAdd(told.namespace(), told.name());
        withdraw(entry);
        entry.isTold = true;
        entry.epoch = epoch;
        entry.setPorts(listed(told.ports()));
        for (int i = 0; i < entry.portCount(); i++) {
            if (entry.nodePort(i) != 0) {
                byNodePort.put(entry.nodePort(i), entry);
            }
        }
        List<Address> cluster = parsed(told.clusterIps());
        List<Address> external = parsed(told.externalIps());
        entry.clusterIps = cluster.size();
        entry.addresses = new int[cluster.size() + external.size()];
        int next = 0;
        for (Address address : cluster) {
            entry.addresses[next++] = claims.add(address, Claims.CLUSTER_IP, entry.number);
        }
        for (Address address : external) {
            entry.addresses[next++] = claims.add(address, Claims.EXTERNAL_IP, entry.number);
        }
    }

    private static <T> List<T> listed(List<T> told) {
        return told == null ? List.of() : told;
    }

    private static List<Address> parsed(List<String> told) {
        List<Address> addresses = new ArrayList<>();
        for (String text : listed(told)) {
            Address address = Address.parse(text);
            if (address != null) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    private ServiceEntry findOrAdd(String namespace, String name) {
        long key = key(namespace, name);
        ServiceEntry entry = services.get(key);
        if (entry == null) {
            entry = new ServiceEntry(key, namespace, name, numbered);
            services.put(key, entry);
        }
        return entry;
    }

    private void withdraw(ServiceEntry entry) {
        for (int i = 0; i < entry.addresses.length; i++) {
            int kind = i < entry.clusterIps ? Claims.CLUSTER_IP : Claims.EXTERNAL_IP;
            claims.remove(entry.addresses[i], kind, entry.number);
        }
        for (int i = 0; i < entry.portCount(); i++) {
            byNodePort.remove(entry.nodePort(i), entry);
        }
    }

    void tell(IdentityLine.Endpoints told) {
        long key = key(told.namespace(), told.name());
        Slice slice = slices.get(key);
        if (slice != null) {
            remove(slice);
        }
        slice = new Slice(key, findOrAdd(told.namespace(), told.service()), numberedSlices);
        slices.put(key, slice);
        slice.epoch = epoch;
        slice.nextOfService = slice.service.slices;
        slice.service.slices = slice;
        slice.setPorts(listed(told.ports()));
        lead(slice, listed(told.addresses()));
    }

    private void lead(Slice slice, List<IdentityLine.Address> told) {
        int[] records = new int[told.size()];
        int count = 0;
        int ready = 0;
        for (IdentityLine.Address each : told) {
            Address address = Address.parse(each.ip());
            if (address != null) {
                records[count++] = claims.add(address, Claims.ENDPOINT, slice.number);
                ready += each.ready() ? 1 : 0;
            }
        }
        slice.addresses = count == records.length ? records : Arrays.copyOf(records, count);
        slice.setReady(ready);
    }

    void serviceGone(String namespace, String name) {
        ServiceEntry entry = services.get(key(namespace, name));
        if (entry != null) {
            gone(entry);
        }
    }

    private void gone(ServiceEntry entry) {
        withdraw(entry);
        entry.addresses = new int[0];
        entry.setPorts(List.of());
        entry.isTold = false;
        removeUnused(entry);
    }

    void sliceGone(String namespace, String name) {
        Slice slice = slices.get(key(namespace, name));
        if (slice != null) {
            remove(slice);
            removeUnused(slice.service);
        }
    }

    private void remove(Slice slice) {
        for (int address : slice.addresses) {
            claims.remove(address, Claims.ENDPOINT, slice.number);
        }
        ServiceEntry service = slice.service;
        if (service.slices == slice) {
            service.slices = slice.nextOfService;
        } else {
            Slice before = service.slices;
            while (before.nextOfService != slice) {
                before = before.nextOfService;
            }
            before.nextOfService = slice.nextOfService;
        }
        slices.remove(slice.key);
        numberedSlices.remove(slice.number);
    }

    private void removeUnused(ServiceEntry entry) {
        if (!entry.isTold && entry.slices == null) {
            services.remove(entry.key);
            numbered.remove(entry.number);
        }
    }

    void beginSnapshot() {
        epoch++;
    }

    /** What did not come again is gone. */
    void endSnapshot() {
        List<Slice> missing = new ArrayList<>();
        slices.values().forEach(slice -> {
            if (slice.epoch != epoch) {
                missing.add(slice);
            }
        });
        missing.forEach(slice -> {
            remove(slice);
            removeUnused(slice.service);
        });
        List<ServiceEntry> unheard = new ArrayList<>();
        services.values().forEach(entry -> {
            if (entry.isTold && entry.epoch != epoch) {
                unheard.add(entry);
            }
        });
        unheard.forEach(this::gone);
    }
}
