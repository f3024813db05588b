package org.sekimori.archive.lookup;

/** A criterion that cannot be used. */
public final class InvalidCriterionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    InvalidCriterionException(String field, String problem) {
        super(field + ": " + problem);
        this.field = field;
        this.problem = problem;
    }

    /** Which one, such as {@code queue_id}. */
    public String field() {
        return field;
    }

    /** What is wrong with it and what would be right, in words that follow its name. */
    public String problem() {
        return problem;
    }
}
