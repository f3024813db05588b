package org.sekimori.lab.world;

/**
 * Factors on what is least certain about honest customers and decides most; 1 leaves a world as it is.
 *
 * @param networkChurn how often addresses of homes and phones change
 * @param travel how many customers travel abroad
 * @param vpn how many use VPNs or other exits that are not where they are
 * @param domesticProxies how much of the attackers' traffic comes from addresses at home, where a class of attack has a choice
 */
public record AssumptionFactors(double networkChurn, double travel, double vpn, double domesticProxies) {

    /** Everything as the world has it. */
    public static final AssumptionFactors PLAIN = new AssumptionFactors(1, 1, 1, 1);

    public AssumptionFactors {
        for (double factor : new double[] {networkChurn, travel, vpn, domesticProxies}) {
            if (!(factor >= 0 && factor <= 100)) {
                throw new IllegalArgumentException("a factor must be from 0 to 100, not " + factor);
            }
        }
    }
}
