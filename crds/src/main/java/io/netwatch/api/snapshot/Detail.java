package io.netwatch.api.snapshot;

/** How much a connection says, most first. Each leaves out more than the one before, what is least missed first. */
enum Detail {
    /** All that is known. */
    FULL {
        @Override
        Kubernetes of(Kubernetes end) {
            return end;
        }

        @Override
        Peer of(Peer end) {
            return end;
        }

        @Override
        ConnectionDetail of(ConnectionDetail row, Kubernetes kubernetes, Peer peer) {
            return row;
        }
    },
    /** Without what the names lead to: uid, node and container of both ends, and how the local one is known. */
    NAMED {
        @Override
        Kubernetes of(Kubernetes end) {
            return named(end);
        }

        @Override
        Peer of(Peer end) {
            return named(end);
        }

        @Override
        ConnectionDetail of(ConnectionDetail row, Kubernetes kubernetes, Peer peer) {
            return new ConnectionDetail(
                    row.protocol(),
                    row.localAddr(),
                    row.remoteAddr(),
                    row.state(),
                    row.pid(),
                    row.processName(),
                    row.kernelRttUs(),
                    kubernetes,
                    peer,
                    row.direction(),
                    row.openedAt(),
                    row.connectLatencyUs(),
                    row.rxBytes(),
                    row.txBytes(),
                    row.retransmits(),
                    row.error());
        }
    },
    /** Of each end its shortest name: a pod's for pods, else the workload's, service's or DNS name; of the rest no times, no zeros. */
    SHORT {
        @Override
        Kubernetes of(Kubernetes end) {
            return shortened(end);
        }

        @Override
        Peer of(Peer end) {
            return shortened(end);
        }

        @Override
        ConnectionDetail of(ConnectionDetail row, Kubernetes kubernetes, Peer peer) {
            return new ConnectionDetail(
                    row.protocol(),
                    row.localAddr(),
                    row.remoteAddr(),
                    row.state(),
                    row.pid(),
                    row.processName(),
                    row.kernelRttUs(),
                    kubernetes,
                    peer,
                    row.direction(),
                    null,
                    null,
                    positive(row.rxBytes()),
                    positive(row.txBytes()),
                    row.retransmits() == null || row.retransmits() == 0 ? null : row.retransmits(),
                    row.error());
        }
    },
    /** The pod of the local end, and of the rest what the reference's agent knows, with the error. */
    OWN_POD {
        @Override
        Kubernetes of(Kubernetes end) {
            return shortened(end);
        }

        @Override
        Peer of(Peer end) {
            return null;
        }

        @Override
        ConnectionDetail of(ConnectionDetail row, Kubernetes kubernetes, Peer peer) {
            return bare(row, kubernetes, row.error());
        }
    },
    /** What the reference's agent knows. */
    BARE {
        @Override
        Kubernetes of(Kubernetes end) {
            return null;
        }

        @Override
        Peer of(Peer end) {
            return null;
        }

        @Override
        ConnectionDetail of(ConnectionDetail row, Kubernetes kubernetes, Peer peer) {
            return bare(row, null, null);
        }
    };

    /** What it says of the local end, null for null. */
    abstract Kubernetes of(Kubernetes end);

    /** What it says of the other end, null for null. */
    abstract Peer of(Peer end);

    /** What it says of a row of {@link #FULL} whose ends it says that of. */
    abstract ConnectionDetail of(ConnectionDetail row, Kubernetes kubernetes, Peer peer);

    /** What it says of a row of {@link #FULL}. */
    ConnectionDetail of(ConnectionDetail row) {
        return of(row, of(row.kubernetes()), of(row.peer()));
    }

    private static ConnectionDetail bare(ConnectionDetail row, Kubernetes kubernetes, String error) {
        return new ConnectionDetail(
                row.protocol(),
                row.localAddr(),
                row.remoteAddr(),
                row.state(),
                row.pid(),
                row.processName(),
                row.kernelRttUs(),
                kubernetes,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                error);
    }

    private static Kubernetes named(Kubernetes end) {
        return end == null
                ? null
                : new Kubernetes(
                        end.namespace(), end.pod(), null, null, end.workloadKind(), end.workload(), null, null);
    }

    private static Peer named(Peer end) {
        return end == null
                ? null
                : new Peer(
                        end.namespace(),
                        end.pod(),
                        null,
                        null,
                        end.workloadKind(),
                        end.workload(),
                        end.pod() == null ? end.node() : null,
                        end.attribution(),
                        end.service(),
                        end.dnsName());
    }

    private static Kubernetes shortened(Kubernetes end) {
        if (end == null) {
            return null;
        }
        boolean pod = end.pod() != null;
        return new Kubernetes(
                end.namespace(),
                end.pod(),
                null,
                null,
                pod ? null : end.workloadKind(),
                pod ? null : end.workload(),
                null,
                null);
    }

    private static Peer shortened(Peer end) {
        if (end == null) {
            return null;
        }
        boolean pod = end.pod() != null;
        boolean workload = !pod && end.workload() != null;
        boolean service = !pod && !workload && end.service() != null;
        boolean other = !pod && !workload && !service;
        return new Peer(
                end.namespace(),
                end.pod(),
                null,
                null,
                workload ? end.workloadKind() : null,
                workload ? end.workload() : null,
                other ? end.node() : null,
                other ? end.attribution() : null,
                service ? end.service() : null,
                other ? end.dnsName() : null);
    }

    private static Long positive(Long count) {
        return count == null || count == 0 ? null : count;
    }
}
