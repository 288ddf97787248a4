//! Randomness for waits, from the source of fresh ids: waits alone do not justify another dependency.

use uuid::Uuid;

/// A random number up to `most`.
pub(crate) fn up_to(most: u64) -> u64 {
    u64::try_from((u128::from(most) * u128::from(bits())) >> u64::BITS).unwrap_or(most)
}

/// A random number from 0 to 1.
pub(crate) fn fraction() -> f64 {
    let high = u32::try_from(bits() >> u32::BITS).unwrap_or(u32::MAX);
    f64::from(high) / f64::from(u32::MAX)
}

fn bits() -> u64 {
    let (_, low) = Uuid::new_v4().as_u64_pair();
    // The two highest bits are the same in all ids.
    low << 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spread_up_to_their_bound() {
        let mut eighths = [0; 8];
        (0..800).for_each(|_| eighths[usize::try_from(up_to(8_000_000 - 1) / 1_000_000).unwrap()] += 1);
        assert!(eighths.iter().all(|count| (30..250).contains(count)), "{eighths:?}");
        assert_eq!(up_to(0), 0);
        assert!((0..1000).any(|_| up_to(u64::MAX) > u64::MAX / 2));
    }

    #[test]
    fn fractions_are_spread_between_zero_and_one() {
        let fractions: Vec<f64> = (0..1000).map(|_| fraction()).collect();
        assert!(fractions.iter().all(|fraction| (0.0..=1.0).contains(fraction)));
        assert!(fractions.iter().any(|fraction| *fraction < 0.1) && fractions.iter().any(|fraction| *fraction > 0.9));
    }
}
