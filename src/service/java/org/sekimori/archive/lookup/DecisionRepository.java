package org.sekimori.archive.lookup;

/** Something that decisions can be looked up in: the archive, or the log where there is none. */
public interface DecisionRepository {

    /**
     * The decisions that meet the criteria, a page of them.
     *
     * @throws ArchiveUnavailableException if it cannot be read
     */
    DecisionPage search(DecisionCriteria criteria);

    /** In words where it looks: {@code archive} or {@code log}. */
    String source();
}
