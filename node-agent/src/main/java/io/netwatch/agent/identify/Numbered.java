package io.netwatch.agent.identify;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;

/** Objects by small numbers, which are used again. Used by one thread. */
final class Numbered<T> {
    private final List<T> all = new ArrayList<>();
    private final IntArrayList free = new IntArrayList();

    int add(T object) {
        if (free.isEmpty()) {
            all.add(object);
            return all.size() - 1;
        }
        int number = free.popInt();
        all.set(number, object);
        return number;
    }

    T get(int number) {
        return all.get(number);
    }

    void remove(int number) {
        all.set(number, null);
        free.pushInt(number);
    }
}
