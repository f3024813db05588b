package org.sekimori.lab.load;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A range of public IPv4 addresses that is in use by the access networks of one country. Every block of the lists named
 * after a country lies in that country by GeoLite2 Country of November 2019; blocks change hands, so with another
 * database a few addresses may fall elsewhere.
 *
 * @param first the first octet
 * @param secondFrom the lowest second octet
 * @param secondTo the highest second octet
 */
record AddressBlock(int first, int secondFrom, int secondTo) {

    static final List<AddressBlock> JAPAN = List.of(
            new AddressBlock(126, 0, 255),
            new AddressBlock(133, 192, 255),
            new AddressBlock(153, 128, 191),
            new AddressBlock(114, 144, 191),
            new AddressBlock(219, 96, 119),
            new AddressBlock(60, 64, 159));

    static final List<AddressBlock> UNITED_STATES =
            List.of(new AddressBlock(73, 0, 255), new AddressBlock(12, 0, 255), new AddressBlock(98, 192, 255));

    static final List<AddressBlock> GERMANY =
            List.of(new AddressBlock(91, 0, 63), new AddressBlock(84, 128, 191), new AddressBlock(79, 192, 255));

    /** France, Brazil, Viet Nam, Russia, China, Nigeria, southern Africa, Korea. */
    static final List<AddressBlock> ELSEWHERE = List.of(
            new AddressBlock(90, 0, 127),
            new AddressBlock(177, 32, 63),
            new AddressBlock(14, 160, 191),
            new AddressBlock(95, 24, 31),
            new AddressBlock(115, 192, 223),
            new AddressBlock(105, 112, 127),
            new AddressBlock(41, 184, 191),
            new AddressBlock(1, 208, 211));

    /** An address of one of the blocks, as its 32 bits; each block is as likely as any other. */
    static int anyOf(List<AddressBlock> blocks, SplittableRandom random) {
        return blocks.get(random.nextInt(blocks.size())).any(random);
    }

    /** An address of this block, never one that ends in 0 or 255. */
    private int any(SplittableRandom random) {
        int second = random.nextInt(secondFrom, secondTo + 1);
        int third = random.nextInt(256);
        int fourth = random.nextInt(1, 255);
        return first << 24 | second << 16 | third << 8 | fourth;
    }
}
