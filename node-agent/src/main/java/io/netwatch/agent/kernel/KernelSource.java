package io.netwatch.agent.kernel;

import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.BpfIterator;
import io.netwatch.agent.libbpf.BpfMap;
import io.netwatch.agent.libbpf.BpfObject;
import io.netwatch.agent.libbpf.MemoryMapping;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.agent.libbpf.RingMapping;
import io.netwatch.agent.libbpf.Wakeup;
import java.util.List;
import java.util.Optional;

/** Events from the kernel's own hooks, through the ring. */
public final class KernelSource implements EventSource {
    // struct shared of event.h
    static final int READER_SLEEPS = 0;
    static final int HAS_VERDICTS = 4;
    static final int TIME_WAIT = 8;

    private final ProgramSet programs;
    private final List<Attachment.Refusal> refused;
    private final SourceOpener.ObjectImage image;
    private final Settings settings;
    private final BpfObject object;
    private final RingMapping ring;
    private final MemoryMapping shared;
    private final RingReader reader;
    private final EventDecoder decoder;
    private final Wakeup wakeup;
    private final KernelMaps maps;
    private final SocketStates states;
    private final OpenConnections open;
    private final BpfIterator seeds;
    private final long readerSleeps;
    private final Pause pause = new Pause(System::nanoTime);
    private DnsWatch dns;

    private KernelSource(
            ProgramSet programs,
            List<Attachment.Refusal> refused,
            SourceOpener.ObjectImage image,
            BpfObject object,
            Settings settings,
            EventDecoder decoder)
            throws BpfException {
        BpfMap events = object.map("events");
        this.programs = programs;
        this.refused = refused;
        this.image = image;
        this.settings = settings;
        this.object = object;
        this.decoder = decoder;
        this.ring = new RingMapping(events, settings.ringBytes());
        this.reader = new RingReader(ring, decoder);
        this.wakeup = new Wakeup();
        this.shared = object.shared();
        this.maps = new KernelMaps(object, shared.address() + HAS_VERDICTS);
        this.states = new SocketStates(object, shared.address() + TIME_WAIT);
        this.readerSleeps = shared.address() + READER_SLEEPS;
        wakeup.add(events);
        for (String program : programs.attached()) {
            object.attach(program);
        }
        // listeners first: whether someone listens on its port tells who began a connection
        object.iterator(ProgramSet.SEED_LISTENERS).run(decoder::decodeAll);
        this.seeds = object.iterator(ProgramSet.SEED_CONNECTIONS);
        findOpen();
        this.open = new OpenConnections(object, programs.mode(), settings.connections(), decoder);
    }

    /**
     * Loads one set of programs, attaches it, and hands over the connections that were open before, each as an event of
     * kind OPEN. On failure nothing is left behind.
     */
    static KernelSource open(
            SourceOpener.ObjectImage image,
            ProgramSet programs,
            List<Attachment.Refusal> refused,
            Settings settings,
            EventDecoder decoder)
            throws BpfException {
        BpfObject object = BpfObject.open(image.read());
        try {
            settings.write(object.settings(), programs);
            object.setEntries("events", settings.ringBytes());
            object.setEntries("sockets", settings.connections());
            object.load(programs.loaded());
            return new KernelSource(programs, refused, image, object, settings, decoder);
        } catch (BpfException | RuntimeException e) {
            object.close();
            throw e;
        }
    }

    @Override
    public void findOpen() throws BpfException {
        seeds.run((address, length) -> {
            reader.drain(Integer.MAX_VALUE); // the names of their cgroups
            decoder.decodeAll(address, length);
        });
    }

    @Override
    public void watchDns(boolean wanted) throws BpfException {
        if (wanted && dns == null) {
            dns = DnsWatch.open(image.read(), programs, settings, object);
        } else if (!wanted && dns != null) {
            dns.close();
            dns = null;
        }
    }

    @Override
    public Attachment attachment() {
        return new Attachment(programs.mode(), programs.hooks(), refused);
    }

    @Override
    public int drain(int limit) {
        pause.ends();
        int records = reader.drain(limit);
        pause.begins();
        return records;
    }

    /**
     * The kernel wakes the reader only while {@code reader_sleeps} is set, or when a quarter of the ring is unread. So
     * while events come the wait is a plain pause, and after it what has gathered is read in one go.
     */
    @Override
    public void await(int millis) {
        wakeup.await(millis);
        pause.begins();
    }

    @Override
    public void sleep(int millis) {
        NativeMemory.putIntFenced(readerSleeps, 1);
        if (reader.isEmpty()) {
            wakeup.await(millis);
        }
        NativeMemory.putIntFenced(readerSleeps, 0);
        pause.begins();
    }

    @Override
    public void wake() {
        wakeup.signal();
    }

    @Override
    public void readOpen() throws BpfException {
        open.read(() -> drain(Integer.MAX_VALUE));
    }

    @Override
    public long longestPauseNanos() {
        return pause.longestNanos();
    }

    @Override
    public SourceCounts counts() {
        Losses losses = maps.losses().stream().reduce(Losses::plus).orElseThrow();
        return new SourceCounts(
                decoder.connections(),
                losses.ringFull(),
                losses.throttled(),
                losses.sampled(),
                losses.ignored(),
                losses.limited(),
                losses.socketsFull() + losses.listenersFull(),
                losses.totalsFull() + losses.cgroupsFull(),
                skipped(),
                decoder.malformed(),
                decoder.dnsMessages(),
                losses.dnsCrowded() + losses.dnsLimited());
    }

    private long skipped() {
        return programs.attached().stream().mapToLong(object::recursionMisses).sum();
    }

    @Override
    public Optional<StateCounts> states() {
        return Optional.of(states.read(skipped()));
    }

    /** The maps beside the ring. */
    public KernelMaps maps() {
        return maps;
    }

    @Override
    public Optional<KernelMaps> kernelMaps() {
        return Optional.of(maps);
    }

    @Override
    public void close() {
        if (dns != null) {
            dns.close();
        }
        object.close();
        maps.close();
        states.close();
        open.close();
        ring.close();
        shared.close();
        wakeup.close();
    }
}
