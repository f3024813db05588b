package org.sekimori.lists;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The values of one kind, with their listings. Written by one thread, read by many. */
interface ValueIndex {

    void put(String value, Listing listing);

    void remove(String value, String list);

    /** The listings of exactly this value; null without any. */
    @Nullable
    List<Listing> exactly(String value);

    void forEach(BiConsumer<String, List<Listing>> action);

    /** How many values there are. */
    long size();
}
