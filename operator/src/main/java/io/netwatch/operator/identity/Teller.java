package io.netwatch.operator.identity;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.netwatch.api.identity.IdentityLine;
import java.util.function.Function;

/**
 * Tells the objects of one kind as they are watched. Called on the informer's thread.
 *
 * @param <T> kind of the objects
 */
public final class Teller<T extends HasMetadata> implements ResourceEventHandler<T> {
    private final IdentityLog log;
    private final Kind kind;
    private final Function<T, IdentityLine> line;

    private Teller(IdentityLog log, Kind kind, Function<T, IdentityLine> line) {
        this.log = log;
        this.kind = kind;
        this.line = line;
    }

    public static Teller<Service> ofServices(IdentityLog log) {
        return new Teller<>(log, Kind.SERVICE, ServiceLines::of);
    }

    public static Teller<EndpointSlice> ofEndpoints(IdentityLog log) {
        return new Teller<>(log, Kind.ENDPOINTS, ServiceLines::of);
    }

    public static Teller<Node> ofNodes(IdentityLog log) {
        return new Teller<>(log, Kind.NODE, ClusterLines::of);
    }

    public static Teller<Namespace> ofNamespaces(IdentityLog log) {
        return new Teller<>(log, Kind.NAMESPACE, ClusterLines::of);
    }

    @Override
    public void onAdd(T object) {
        IdentityLine told = line.apply(object);
        if (told == null) {
            onDelete(object, false);
        } else {
            log.put(
                    kind,
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName(),
                    told);
        }
    }

    @Override
    public void onUpdate(T before, T object) {
        onAdd(object);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
        log.remove(
                kind, object.getMetadata().getNamespace(), object.getMetadata().getName());
    }
}
