// What @grid-governance/subscriptions offers to others, listed by hand.
export {}
