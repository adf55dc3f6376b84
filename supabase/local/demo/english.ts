import { agent, close, customer, later, note, pause, rating, snooze, type Script } from './script.ts'

/** The week's conversations in the English inbox. The open ones stand first. */
export const englishScripts: Script[] = [
  {
    name: 'Emma Walsh',
    labels: ['order'],
    priority: 3,
    verified: true,
    page: '/en/orders/4826',
    minutesAgo: 4,
    unread: true,
    lines: [
      customer(
        'Hi! I ordered the Irati in 39 (order 4826) but I should have picked 40. Can you change it before it ships?',
      ),
    ],
  },
  {
    name: 'Oliver Hughes',
    labels: ['delivery'],
    page: '/en/collection/ossau',
    minutesAgo: 12,
    unread: true,
    lines: [
      customer('Do you deliver to the UK?'),
      agent('Hello Oliver! Not directly yet, I’m afraid: France, Belgium, Switzerland and Luxembourg only.'),
      customer('Shame. Could I have them sent to a friend in Lille?'),
      agent('Of course. Put the friend’s address as delivery address and yours as billing address.'),
      customer('Brilliant. Will the parcel show the price? It’s a present'),
    ],
  },
  {
    name: 'Priya Raman',
    page: '/en/size-guide',
    minutesAgo: 52,
    lines: [
      customer('Hello, my feet measure 24.5 cm. Which size is that in the corduroy ones?'),
      agent('Hi Priya! 24.5 cm is a 39. The Aldudes run true to size, so take the 39.'),
      customer('Thank you! They look gorgeous.'),
      agent('They are my favourites too. Corduroy softens nicely after a week.'),
    ],
  },
  {
    name: 'Daniel Meyer',
    labels: ['reseller'],
    priority: 2,
    by: 'julien',
    minutesAgo: 205,
    lines: [
      customer('Hi, I run a small shop in Zürich and would love to stock Filou. Who do I talk to?'),
      agent('Hi Daniel, how nice! That would be Maïté, she looks after our resellers. May I pass on your details?'),
      customer('Please do: daniel@meyer-schuhe.example'),
      agent('Done. She is at a fair until Tuesday and will write to you then.'),
      note('Reseller lead, Zürich. @Maïté Etcheverry to call on Tuesday.'),
      snooze(2),
    ],
  },
  {
    name: 'Sarah Johnson',
    labels: ['delivery'],
    lines: [
      customer('Where is my order? 4655, it’s been a week.'),
      agent('Hi Sarah, let me check that for you.'),
      agent(
        'It is waiting for you at the pick-up point, Tabac de la Gare, since Thursday. They may have mistyped your phone number for the text message.',
      ),
      customer('Oh! I never got the text. I’ll go today, thanks'),
      close,
      rating(4),
    ],
  },
  {
    name: 'Tom Becker',
    lines: [
      customer('Are the soles vegan?'),
      agent('Hi Tom, yes: jute rope and natural rubber. Only the boiled wool models use an animal fibre.'),
      customer('Great, then it’s the Bigorre for me'),
      close,
    ],
  },
  {
    name: 'Grace O’Connor',
    labels: ['return', 'vip'],
    verified: true,
    lines: [
      customer('Hello, one of the stitches came loose after two weeks. I expected better.'),
      agent('Hello Grace, I’m sorry, that should not happen. Would you rather have it repaired or have a new pair?'),
      customer('A new pair please, I need them for a trip.'),
      agent('It leaves today with express delivery. The return label for the others is in your mailbox.'),
      customer('That was quick. Thank you.'),
      close,
      pause(50),
      customer('They have just arrived and they are perfect. Thanks again!'),
      agent('Wonderful. Enjoy your trip, Grace!'),
      close,
      rating(5, 'Quick, kind, and the new pair is perfect.'),
    ],
  },
  {
    lines: [
      customer('do you ship to canada'),
      later(28, 'Hello! Not yet, sorry. We plan to open deliveries overseas next spring.'),
      close,
    ],
  },
  {
    name: 'Lucas Peeters',
    lines: [
      customer('Hi, I’d like an invoice with VAT for order 4670 please, Belgian company.'),
      later(19, 'Hi Lucas, with pleasure. What is your VAT number?'),
      customer('BE0123456749'),
      agent('Thanks, invoice F-2026-1176 is on its way to you.'),
      customer('Got it, cheers'),
      close,
      rating(3, 'Good, but a slow start.'),
    ],
  },
  {
    name: 'Anna Lindqvist',
    lines: [
      customer('Can I wear them in the rain?'),
      agent(
        'Hi Anna! A drizzle is fine, a downpour is not: rope soles drink water. Let them dry slowly, away from the radiator.',
      ),
      customer('Good to know. Thanks!'),
      close,
    ],
  },
  {
    name: 'Ben Carter',
    lines: [
      customer('The website shows 42 in stock but the basket says sold out?'),
      agent(
        'Hi Ben, the last pair went a minute ago, the page just needed a refresh. Ten more will be sewn by Thursday.',
      ),
      customer('Could you keep one for me?'),
      agent('Done. You’ll get a link by e-mail on Thursday, it stays valid for two days.'),
      customer('Legend.'),
      close,
      rating(5),
    ],
  },
  {
    name: 'Marta Silva',
    lines: [
      customer('Hello, I want to return a pair but I threw the box away. Is that a problem?'),
      agent('Hello Marta, no problem at all, any box will do as long as the soles are clean.'),
      customer('Thanks, that’s kind'),
      close,
    ],
  },
  {
    name: 'James Ward',
    lines: [
      customer('Who signed my pair? There’s a little “P.E.” inside'),
      agent('That’s Peio Elissalde! He has been sewing with us since 1998.'),
      customer('Please tell him they’re wonderful'),
      agent('I just did. He blushed.'),
      close,
      rating(5, 'Say hello to Peio!'),
    ],
  },
  {
    name: 'Nora Haddad',
    verified: true,
    page: '/en/orders/4741',
    lines: [
      customer('My discount for a second pair wasn’t applied on order 4741.'),
      agent('Hi Nora, you’re right, the offer began an hour after your order. I’ve refunded €14.80 all the same.'),
      customer('Wow, thank you!'),
      close,
      rating(5),
    ],
  },
]
