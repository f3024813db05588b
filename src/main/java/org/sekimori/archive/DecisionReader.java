package org.sekimori.archive;

/** Something that decisions can be looked up in: the archive, or the log where there is none. */
public interface DecisionReader {

    /**
     * The decisions that meet the criteria, a page of them.
     *
     * @throws ArchiveAwayException if it cannot be read
     */
    DecisionPage search(DecisionCriteria criteria);

    /** In words where it looks: {@code archive} or {@code log}. */
    String place();
}
