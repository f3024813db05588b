package org.sekimori.stream.request;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** How to handle a failed write. */
enum WriteFailureKind {
    /** The same producer can write it later. */
    AWAY,
    /** This record can never be written, others can. */
    RECORD,
    /** This producer can never write anything again; a new one may. */
    PRODUCER;

    static WriteFailureKind of(Exception problem) {
        if (problem instanceof RetriableException) {
            return AWAY;
        }
        // A plain KafkaException or IllegalStateException comes from a producer in its error state, or a closed one.
        boolean dead = problem.getClass() == KafkaException.class
                || problem instanceof IllegalStateException
                || problem instanceof AuthenticationException
                || problem instanceof AuthorizationException
                || problem instanceof ProducerFencedException
                || problem instanceof InvalidProducerEpochException
                || problem instanceof InvalidPidMappingException
                || problem instanceof OutOfOrderSequenceException
                || problem instanceof UnsupportedVersionException;
        return dead ? PRODUCER : RECORD;
    }
}
