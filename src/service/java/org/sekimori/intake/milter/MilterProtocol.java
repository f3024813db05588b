package org.sekimori.intake.milter;

/**
 * Codes of the protocol between a mail server and a milter, by the names and values of Sendmail's {@code
 * include/libmilter/mfdef.h} and {@code mfapi.h}. A packet is its length in four octets, big endian, a command, and data.
 */
final class MilterProtocol {

    /** Oldest version spoken: Sendmail 8.12, Postfix 2.3. */
    static final int OLDEST = 2;

    /** Newest version, of Sendmail 8.14 and Postfix 2.6. */
    static final int NEWEST = 6;

    // Commands of the mail server.
    static final char ABORT = 'A';
    static final char BODY = 'B';
    static final char CONNECT = 'C';
    static final char MACRO = 'D';
    static final char END_OF_MESSAGE = 'E';
    static final char HELO = 'H';
    static final char QUIT_NEW_CONNECTION = 'K';
    static final char HEADER = 'L';
    static final char MAIL = 'M';
    static final char END_OF_HEADER = 'N';
    static final char NEGOTIATE = 'O';
    static final char QUIT = 'Q';
    static final char RCPT = 'R';
    static final char DATA = 'T';
    static final char UNKNOWN = 'U';

    // Replies of the milter.
    static final char ACCEPT = 'a';
    static final char CONTINUE = 'c';
    static final char QUARANTINE = 'q';
    static final char TRY_LATER = 't';
    static final char REPLY_CODE = 'y';

    // Steps that the milter asks the mail server to leave out (SMFIP_NO…).
    static final int NO_BODY = 1 << 4;
    static final int NO_END_OF_HEADER = 1 << 6;
    static final int NO_UNKNOWN = 1 << 8;
    static final int NO_DATA = 1 << 9;

    // Steps that the milter does not reply to (SMFIP_NR_…).
    static final int NO_REPLY_HEADER = 1 << 7;
    static final int NO_REPLY_CONNECT = 1 << 12;
    static final int NO_REPLY_HELO = 1 << 13;
    static final int NO_REPLY_RCPT = 1 << 15;
    static final int NO_REPLY_DATA = 1 << 16;
    static final int NO_REPLY_UNKNOWN = 1 << 17;
    static final int NO_REPLY_END_OF_HEADER = 1 << 18;
    static final int NO_REPLY_BODY = 1 << 19;

    // Actions of the milter (SMFIF_…).
    static final int MAY_QUARANTINE = 1 << 5;
    static final int MAY_NAME_MACROS = 1 << 8;

    // Stages for which the milter names macros (SMFIM_…).
    static final int MACROS_AT_CONNECT = 0;
    static final int MACROS_AT_HELO = 1;
    static final int MACROS_AT_MAIL = 2;
    static final int MACROS_AT_RCPT = 3;
    static final int MACROS_AT_DATA = 4;
    static final int MACROS_AT_END_OF_MESSAGE = 5;
    static final int MACROS_AT_END_OF_HEADER = 6;

    // Address families of CONNECT (SMFIA_…).
    static final char IPV4 = '4';
    static final char IPV6 = '6';

    private MilterProtocol() {}
}
