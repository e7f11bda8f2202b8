package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The state behind the server and what works on it. Every use holds this object's monitor. */
final class Cluster {
    final Store store = new Store();
    final Types types = new Types();
    final Reviews reviews = new Reviews();
    final Writer writer = new Writer(store, types);
    final Patcher patcher = new Patcher(store, writer);
    final Remover remover = new Remover(store);
    final Collector collector;

    /** @param wake asks for a call of {@link #collect} soon; called with the monitor held */
    Cluster(Runnable wake) {
        collector = new Collector(store, types, remover, writer, wake);
        store.listen(types);
        store.listen(collector);
        for (String name : new String[] {"default", "kube-system", "kube-public", "kube-node-lease"}) {
            ObjectNode namespace = Json.object();
            Json.metadata(namespace).put("name", name);
            FieldOwner owner = new FieldOwner("kube-apiserver", "Update", "v1", "");
            writer.create(types.builtIn("", "namespaces"), "", namespace, new Intent(owner, "", false, false, false));
        }
    }

    synchronized void collect() {
        collector.work();
    }
}
