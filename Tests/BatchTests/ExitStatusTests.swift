import Batch
import Testing

@Suite struct ExitStatusTests {
    @Test func `the numbers are those that scripts rely on`() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 64, 65, 66, 70, 73, 74, 75, 78])
        #expect(ExitStatus.success.rawValue == 0)
        #expect(ExitStatus.someRejected.rawValue == 2)
        #expect(ExitStatus.unreadableData.rawValue == 65)
        #expect(ExitStatus.configuration.rawValue == 78)
    }

    @Test func `of two the worse counts, whatever their order`() {
        for one in ExitStatus.allCases {
            #expect(one.worse(.success) == one)
            #expect(one.worse(one) == one)
            for other in ExitStatus.allCases { #expect(one.worse(other) == other.worse(one)) }
        }
        #expect(ExitStatus.someRejected.worse(.noInput) == .noInput)
    }
}
