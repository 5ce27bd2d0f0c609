"""What the whole suite shares, and the tests that concern no single slice."""
